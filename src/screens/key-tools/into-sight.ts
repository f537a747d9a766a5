/** A `ref` for something that has just appeared: scrolls so that a person sees it. */
export const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });
