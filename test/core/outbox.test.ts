import { CLAIM_MS, claimMessages, type OutboxMessage, withoutSent } from '../../lib/core/outbox';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
interface TestMessage extends OutboxMessage {
  readonly id: string;
}
const idOf = ({ id }: TestMessage) => id;

describe('claimMessages', () => {
  test('claims what is new and what a process left behind, in order', () => {
    const taken = { id: 'taken', claimedUntil: NOW + 1 };
    const waiting: TestMessage[] = [taken, { id: 'new' }, { id: 'left', claimedUntil: NOW }];
    const { outbox, claimed } = claimMessages(waiting, NOW);
    expect(claimed.map(idOf)).toEqual(['new', 'left']);
    expect(outbox).toEqual([
      taken,
      { id: 'new', claimedUntil: NOW + CLAIM_MS },
      { id: 'left', claimedUntil: NOW + CLAIM_MS },
    ]);
  });

  test('claims nothing twice', () => {
    const { outbox } = claimMessages<TestMessage>([{ id: 'new' }], NOW);
    expect(claimMessages(outbox, NOW + CLAIM_MS - 1).claimed).toEqual([]);
    expect(claimMessages(outbox, NOW + CLAIM_MS).claimed.map(idOf)).toEqual(['new']);
  });
});

test('withoutSent leaves what was not sent, however it was claimed', () => {
  const stored: TestMessage[] = [{ id: 'a', claimedUntil: NOW }, { id: 'b' }];
  expect(withoutSent(stored, [{ id: 'a', claimedUntil: 0 }], idOf)).toEqual([{ id: 'b' }]);
});
