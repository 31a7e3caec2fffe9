import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';

interface Props {
  readonly title: string;
  readonly action: string;
  readonly sending: boolean;
  /** Whether the change is made, so that nothing is left to cancel. */
  readonly done?: boolean;
  readonly onSend: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * Asks for a change before it is made, to be sent or cancelled. While it is sent the dialog stays open, as it shows the
 * outcome.
 */
export function Dialog({ title, action, sending, done = false, onSend, onClose, children }: Props) {
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sending) onSend();
  };
  return (
    <Modal
      visible
      size="large"
      header={title}
      onDismiss={() => {
        if (!sending) onClose();
      }}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {!done && (
              <Button variant="link" formAction="none" disabled={sending} onClick={onClose}>
                Cancel
              </Button>
            )}
            <Button variant="primary" form={form} loading={sending}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <Form id={form} onSubmit={submit}>
        {children}
      </Form>
    </Modal>
  );
}

interface FormProps {
  readonly id: string;
  readonly onSubmit: (event: FormEvent) => void;
  readonly children: ReactNode;
}

const FIELDS = 'input, textarea, button[aria-haspopup]';

function Form({ id, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // The modal's own effect comes after this one and moves the focus to its close button.
    queueMicrotask(() => form.current?.querySelector<HTMLElement>(FIELDS)?.focus());
  }, []);
  return (
    <form id={id} ref={form} onSubmit={onSubmit}>
      <SpaceBetween size="m">{children}</SpaceBetween>
    </form>
  );
}
