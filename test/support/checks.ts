import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createCheckStore } from '../../lib/adapters/dynamodb/checks';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import type { CheckPorts } from '../../lib/backend/checks/ports';
import type { CheckSubject, ObservationOutcome } from '../../lib/core/checks/check';
import type { Message, Sight, StatusWord } from '../../lib/core/checks/status';
import type { Finding } from '../../lib/core/doctor/finding';
import { definitionOf, type ProblemCode, problem } from '../../lib/core/problems';

/** A finding of this code, as the doctor makes them. */
export function finding(code: ProblemCode = 'tls.expired', found = 'since yesterday'): Finding {
  const { title, meaning, remedy } = definitionOf(code);
  return {
    code,
    severity: 'error',
    title,
    host: 'acme.example',
    expected: 'e',
    found,
    meaning,
    remedy,
    steps: [],
    devices: [],
    source: 's',
    folded: [],
  };
}

/** What an observation saw that came to this word. */
export function sight(word: StatusWord, findings: readonly Finding[] = word === 'serving' ? [] : [finding()]): Sight {
  const devices = [{ device: 'Mac' as const, outcome: 'enrolls' as const, sentence: 'enrolls' }];
  return { word, sentence: `All devices: ${word}`, devices, findings, unchecked: [] };
}

export const seen = (word: StatusWord): ObservationOutcome => ({ kind: 'seen', sight: sight(word) });

export const BLIND: ObservationOutcome = {
  kind: 'blind',
  problem: problem('check.no-way-out', 'Cannot observe it: nothing is reachable; expected a way out'),
};

/** Checks on a table, of an environment that a test sets. */
export interface TestChecks {
  readonly ports: CheckPorts;
  /** What is observed from now on; may wait, and may throw. */
  environment: (subject: CheckSubject) => ObservationOutcome | Promise<ObservationOutcome>;
  /** Names of what was observed. */
  readonly observed: string[];
  readonly messages: Message[];
  /** Called instead of delivering a message; may reject. */
  deliver: (message: Message) => Promise<void>;
}

export function createTestChecks(client: DynamoDBClient, table: string, clock: () => number): TestChecks {
  const checks: TestChecks = {
    observed: [],
    messages: [],
    environment: () => seen('serving'),
    deliver: async (message) => void checks.messages.push(message),
    ports: {
      store: createCheckStore(client, table),
      tenants: createTenantRepository(client, table),
      observe: async (subject) => {
        checks.observed.push(subject.name);
        return checks.environment(subject);
      },
      notify: (message) => checks.deliver(message),
      clock,
    },
  };
  return checks;
}
