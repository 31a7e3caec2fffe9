import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type FormEvent, useState } from 'react';
import type { ServerSearch } from '../api/server-search';
import { navigate } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { ADDE_URL_STATES } from './state-indicators';

const EVERY_STATE = { value: '', label: 'all states' };
const OPTIONS = [EVERY_STATE, ...ADDE_URL_STATES];

/** Finds servers by state and domain. The search is part of the address, so that it can be sent to others. */
export function SearchServers({ search }: { readonly search: ServerSearch }) {
  const [domain, setDomain] = useState(search.domain ?? '');
  const load = (changes: ServerSearch) =>
    navigate(pathTo({ page: 'device-enrollment', ...search, domain: domain.trim(), ...changes }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    load({});
  };
  return (
    <form onSubmit={submit}>
      <SpaceBetween size="s" direction="horizontal" alignItems="end">
        <FormField label="Domain">
          <Input
            type="search"
            value={domain}
            onChange={({ detail }) => setDomain(detail.value)}
            placeholder="Exact domain"
          />
        </FormField>
        <Button formAction="submit">Search</Button>
        <FormField label="State">
          <Select
            selectedOption={OPTIONS.find(({ value }) => value === (search.state ?? '')) ?? EVERY_STATE}
            options={OPTIONS}
            onChange={({ detail }) => {
              const chosen = ADDE_URL_STATES.find(({ value }) => value === detail.selectedOption.value);
              load({ state: chosen?.value });
            }}
          />
        </FormField>
      </SpaceBetween>
    </form>
  );
}
