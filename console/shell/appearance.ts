import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useEffect, useState } from 'react';

/** Light or dark: as the system is set, until the person chooses. */
export type Appearance = 'system' | 'light' | 'dark';

const KEY = 'signpost.appearance';
const DARK = '(prefers-color-scheme: dark)';

export function useAppearance(): [Appearance, (appearance: Appearance) => void] {
  const [appearance, setAppearance] = useState(readAppearance);
  useEffect(() => {
    const media = window.matchMedia(DARK);
    const apply = () => applyMode(isDark(appearance, media) ? Mode.Dark : Mode.Light);
    apply();
    media.addEventListener('change', apply);
    return () => media.removeEventListener('change', apply);
  }, [appearance]);
  const choose = (chosen: Appearance) => {
    window.localStorage.setItem(KEY, chosen);
    setAppearance(chosen);
  };
  return [appearance, choose];
}

function readAppearance(): Appearance {
  const stored = window.localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function isDark(appearance: Appearance, media: MediaQueryList): boolean {
  return appearance === 'system' ? media.matches : appearance === 'dark';
}
