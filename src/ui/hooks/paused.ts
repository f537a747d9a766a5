import { useEffect, useRef, useState } from 'react';

/** In milliseconds. The tenant is asked when a person pauses, not at every letter. */
const PAUSE = 150;

/** The text as it was at the last pause. An empty one counts at once. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return text === '' ? '' : paused;
}

/** What a field shows at once, while `onChange` is told at pauses. A `value` from elsewhere replaces what was typed. */
export function useTyped(
  value: string,
  onChange: (text: string) => void,
): [typed: string, type: (text: string) => void] {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = text;
      latest.current(text);
    }, PAUSE);
  };
  return [typed, type];
}
