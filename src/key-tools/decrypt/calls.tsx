import Box from '@mui/material/Box';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useCallback, useDeferredValue, useEffect, useEffectEvent, useState } from 'react';
import { askedCalls, CALL_FILTERS, CALL_ORDER } from '../../archive/call-list.ts';
import type { ArchiveReport } from '../../pki/archive/call-archive.ts';
import type { Call } from '../../pki/archive/call.ts';
import { momentsOf } from '../../ui/form/days.ts';
import { List, useColumns } from '../../ui/list/list.tsx';
import { useListState, type ListState } from '../../ui/list/state.ts';
import { callColumns } from './call-columns.tsx';
import { CallFilters } from './call-filters.tsx';
import { CallPanel } from './call-panel.tsx';
import { callTitle } from './call-words.ts';
import { Saving, type SavingProps } from './saving.tsx';
import { useCall, useCalls } from './use-archive.ts';

/** In pixels: the open call beside the list, with the gap. */
const PANEL = 460;

/** In milliseconds: a person who holds down an arrow key goes past the calls in between. */
const PAUSE = 200;

interface Open {
  id: number;
  autoPlay: boolean;
  /** Raised when the same call is opened again: it plays from the beginning. */
  count: number;
}

const asked = (get: ListState['get']) => ({ ...askedCalls(get), ...momentsOf(get) });

interface CallsProps extends Pick<SavingProps, 'tool' | 'saved'> {
  visit: number;
  report: ArchiveReport;
}

/** The list of calls, and the call that is open. */
export function Calls({ tool, visit, report, saved }: CallsProps) {
  const state = useListState({ sort: CALL_ORDER, filters: CALL_FILTERS });
  const query = asked(state.get);
  const list = useCalls(tool, visit, query);
  // Drawn in pieces: a page of rows at once would hold up what a person types or presses.
  const drawn = useDeferredValue(list);
  const [isBegun, setIsBegun] = useState(false);
  if (!isBegun && (drawn.total > 0 || state.isFiltered)) setIsBegun(true);
  // Each field measures its label, so the filters come after the first rows, and not with them.
  const withFilters = useDeferredValue(isBegun);
  const [open, setOpen] = useState<Open>();
  const [heard, setHeard] = useState<ReadonlySet<number>>(new Set());
  const [selected, setSelected] = useState<ReadonlyMap<number, Call>>(new Map());
  const isBeside = useMediaQuery('(min-width: 1200px)');

  // A single recording is opened at once: there is nothing to look for.
  const only = list.total === 1 && !state.isFiltered && !list.isStale ? list.rows[0]?.id : undefined;
  const shown = open ?? (only === undefined ? undefined : { id: only, autoPlay: false, count: 0 });
  const call = useCall(tool, visit, shown?.id);

  const isOpen = call !== undefined;
  const shownId = shown?.id;

  // Where a call is open, the arrow keys go from call to call.
  const [reached, setReached] = useState<number>();
  const goOn = useEffectEvent((id: number) => {
    if (shownId !== undefined && shownId !== id) setOpen({ id, autoPlay: false, count: 0 });
  });
  useEffect(() => {
    if (reached === undefined) return;
    const pause = setTimeout(() => goOn(reached), PAUSE);
    return () => clearTimeout(pause);
  }, [reached]);
  const columns = useColumns(
    useCallback(
      (narrow) =>
        callColumns({
          narrow,
          taken: isOpen && isBeside ? PANEL : 0,
          heard,
          onOpen: ({ id }) => setOpen((before) => ({ id, autoPlay: true, count: (before?.count ?? 0) + 1 })),
          onReach: ({ id }) => setReached(id),
        }),
      [isBeside, isOpen, heard],
    ),
  );

  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2.5,
        alignItems: 'start',
        gridTemplateColumns: call && isBeside ? `minmax(0, 1fr) ${PANEL - 20}px` : 'minmax(0, 1fr)',
      }}
    >
      <Box sx={{ minWidth: 0, order: isBeside ? 0 : 1 }}>
        <Saving tool={tool} saved={saved} matching={list.total} query={query} selected={selected} />
        <List
          label="Calls"
          noun={['call']}
          source={{ ...drawn, state }}
          columns={columns}
          narrowHeight={76}
          filters={withFilters && <CallFilters state={state} />}
          selection={{ selected, onSelect: setSelected, nameOf: callTitle }}
          highlightedRow={call?.id}
          nothing={null}
        />
      </Box>
      {call && shown && (
        <Box
          sx={{
            minWidth: 0,
            ...(isBeside && {
              position: 'sticky',
              top: 72,
              maxHeight: 'calc(100dvh - 88px)',
              overflow: 'auto',
            }),
          }}
        >
          <CallPanel
            key={`${call.id} ${shown.count}`}
            call={call}
            report={report}
            runs={tool.runs}
            autoPlay={shown.autoPlay}
            onHeard={() =>
              setHeard((before) => (before.has(call.id) ? before : new Set([...before, call.id])))
            }
            onClose={open && only === undefined ? () => setOpen(undefined) : undefined}
          />
        </Box>
      )}
    </Box>
  );
}
