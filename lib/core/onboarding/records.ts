/** A DNS record as a person adds it. */
export interface RecordToAdd {
  readonly type: string;
  /** The whole name, without the dot at the end. */
  readonly name: string;
  /** The name for DNS consoles that add the zone themselves; `@` is the zone itself. */
  readonly nameInZone: string;
  readonly value: string;
}

/** A record, its name with and without the zone: DNS consoles differ, and a name with the zone twice is the most common mistake. */
export function recordToAdd(type: string, name: string, value: string, zone: string): RecordToAdd {
  return { type, name, nameInZone: withoutZone(name, zone), value };
}

function withoutZone(name: string, zone: string): string {
  if (name === zone) return '@';
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}

/** A record as lines to paste. */
export function formatRecord({ type, name, nameInZone, value }: RecordToAdd): readonly string[] {
  return [
    `${name}.  ${type}  ${value}${needsDot(type) ? '.' : ''}`,
    ...(nameInZone === name ? [] : [`  (if the DNS console adds the zone itself, enter the name: ${nameInZone})`]),
  ];
}

function needsDot(type: string): boolean {
  return type === 'CNAME' || type === 'ALIAS' || type === 'NS';
}
