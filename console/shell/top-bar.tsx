import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { type Appearance, useAppearance } from './appearance';
import { follow } from './navigation';

/** The element id of the bar, for what has to stay below it. */
export const TOP_BAR_ID = 'top';

const APPEARANCES: readonly { readonly id: Appearance; readonly text: string }[] = [
  { id: 'system', text: 'Same as the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

interface Props {
  readonly stage: string;
  /** Of the signed-in person. */
  readonly name?: string;
  readonly onSignOut: () => void;
}

/** The bar at the top: name and stage, appearance, and the signed-in person. */
export function TopBar({ stage, name, onSignOut }: Props) {
  const [appearance, choose] = useAppearance();
  const utilities: TopNavigationProps.Utility[] = [
    {
      type: 'menu-dropdown',
      iconName: 'settings',
      ariaLabel: 'Appearance',
      title: 'Appearance',
      items: APPEARANCES.map(({ id, text }) => ({
        itemType: 'checkbox' as const,
        id,
        text,
        checked: id === appearance,
      })),
      onItemClick: ({ detail }) => choose(APPEARANCES.find(({ id }) => id === detail.id)?.id ?? 'system'),
    },
  ];
  if (name !== undefined) {
    utilities.push({
      type: 'menu-dropdown',
      iconName: 'user-profile',
      text: name,
      items: [{ id: 'sign-out', text: 'Sign out' }],
      onItemClick: onSignOut,
    });
  }
  return (
    <div id={TOP_BAR_ID}>
      <TopNavigation
        identity={{ href: '/', title: `Signpost · ${stage}`, onFollow: followHome }}
        utilities={utilities}
      />
    </div>
  );
}

function followHome(event: CustomEvent): void {
  follow({ detail: { href: '/' }, preventDefault: () => event.preventDefault() });
}
