import { useSearchParams } from 'react-router';

/** How the timeline is shown. It is kept in the address, so that it can be sent as a link. */
export interface TimelineView<Zoom extends number = number> {
  /** Years ahead; undefined: until the last expiry. */
  zoom: Zoom | undefined;
  asTable: boolean;
  /** Also shows the rows that are folded because there are many. */
  allRows: boolean;
}

export function useTimelineView<Zoom extends number>(zooms: readonly Zoom[]): TimelineView<Zoom> {
  const [parameters] = useSearchParams();
  return {
    zoom: zooms.find((years) => String(years) === parameters.get('years')),
    asTable: parameters.get('show') === 'table',
    allRows: parameters.get('rows') === 'all',
  };
}
