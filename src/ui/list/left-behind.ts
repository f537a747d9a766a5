import { useCallback, useEffect, useState } from 'react';
import { NavigationType, useLocation, useNavigationType, useResolvedPath } from 'react-router';
import type { Identified } from './source.ts';
import type { Selected } from './row-selection.tsx';

/**
 * What a person has left behind in each list, by its path: going back finds it again. It is kept in the page's memory
 * only, and a list that is opened anew begins anew.
 */
interface LeftBehind {
  /** The query string. */
  search?: string;
  scrollTop?: number;
  selected?: Selected<Identified>;
}

const left = new Map<string, LeftBehind>();

const leave = (path: string, part: LeftBehind) => left.set(path, { ...left.get(path), ...part });

/** Marks a link that leads back. The browser's own Back needs no mark. */
export const goingBack = { back: true } as const;

/** Where a list was left, for a link back to it. */
export const wayBack = (path: string) => ({ pathname: path, search: left.get(path)?.search ?? '' });

/** The path of the list, also while a dialog is open over it. */
function useList(): { path: string; isReturning: boolean } {
  const type = useNavigationType();
  const state = useLocation().state as { back?: boolean } | null;
  return {
    path: useResolvedPath('').pathname,
    isReturning: type === NavigationType.Pop || state?.back === true,
  };
}

export function useLeftSearch(search: string): void {
  const { path } = useList();
  useEffect(() => void leave(path, { search }), [path, search]);
}

/** The place at which a list begins, in pixels from its top, and what notes it. */
export function useLeftPlace(): [begin: number, note: (scrollTop: number) => void] {
  const { path, isReturning } = useList();
  const [begin] = useState(() => (isReturning ? (left.get(path)?.scrollTop ?? 0) : 0));
  return [begin, useCallback((scrollTop: number) => void leave(path, { scrollTop }), [path])];
}

/** The rows that are selected in a list. */
export function useSelection<Row extends Identified>(): [Selected<Row>, (selected: Selected<Row>) => void] {
  const { path, isReturning } = useList();
  const [selected, setSelected] = useState<Selected<Row>>(() =>
    isReturning ? ((left.get(path)?.selected as Selected<Row> | undefined) ?? new Map()) : new Map(),
  );
  useEffect(() => void leave(path, { selected }), [path, selected]);
  return [selected, setSelected];
}
