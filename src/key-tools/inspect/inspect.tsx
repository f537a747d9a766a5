import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { counted, numberText } from '../../domain/counted.ts';
import { hasWords, searchWords } from '../../domain/search.ts';
import type { Found } from '../../pki/files/inspect-file.ts';
import { DropZone } from '../../ui/form/drop-zone.tsx';
import { intoSight } from '../into-sight.ts';
import { ProgressLine } from '../progress-line.tsx';
import { ToolPage } from '../tool-page.tsx';
import type { FoundCertificate, Item } from '../worker/calls.ts';
import { useToolWorker } from '../worker/use-tool-worker.ts';
import { cardId, FoundCard, kindName, type PairOf } from './found-card.tsx';
import { keyIdOf, pairsOf, textOf } from './pairs.ts';
import { useInspection } from './use-inspection.ts';
import { Problem } from '../../ui/page/problem.tsx';

/** The number of cards that are shown at first, and added on request: a page with thousands of cards is slow. */
const PAGE = 50;

/** Key Tools > Inspect: what is in any number of files. */
export function Component() {
  const worker = useToolWorker();
  const { items, progress, problem, inspect, unlock, stop, clear } = useInspection(worker);
  const [kind, setKind] = useState<Found['kind']>();
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(PAGE);
  const sought = useDeferredValue(search);
  const { call } = worker;
  const details = useCallback((found: FoundCertificate) => call('details', found), [call]);
  const pairs = useMemo(() => pairsOf(items), [items]);
  const counts = useMemo(() => countKinds(items), [items]);
  const matching = useMemo(() => {
    const words = searchWords(sought);
    return items.filter(
      (item) => (!kind || item.found.kind === kind) && (words.length === 0 || hasWords(textOf(item), words)),
    );
  }, [items, kind, sought]);
  const [revealed, setRevealed] = useState<{ id: number }>();
  // The other part of a pair may be hidden by the filter, or further down than the list is shown.
  const reveal = useCallback(
    (id: number) => {
      setKind(undefined);
      setSearch('');
      setShown((before) => Math.max(before, items.findIndex((item) => item.id === id) + 1));
      setRevealed({ id });
    },
    [items],
  );
  useEffect(() => {
    if (revealed) document.getElementById(cardId(revealed.id))?.focus();
  }, [revealed]);
  const pairOf = (item: Item): PairOf | undefined => {
    const pair = pairs.get(keyIdOf(item.found) ?? '');
    return pair && { number: pair.number, others: pair.items.filter(({ id }) => id !== item.id) };
  };

  return (
    <ToolPage
      worker={worker}
      title="Inspect"
      intro="What certificates, keys, requests, containers and session-key envelopes say. They are read in your browser; private keys are never shown, and nothing is sent anywhere."
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        <DropZone
          label="Files to inspect"
          hint="Drop any number of files or a folder here, choose them, or paste their text: PEM or DER, .pem, .key, .crt, .csr, .p7b, .p12, .pfx, or a recording’s data."
          folder
          onFiles={(files, unreadable) => {
            setShown(PAGE);
            inspect(files, unreadable);
          }}
        />
        {progress && (
          <ProgressLine
            label="Files read"
            done={progress.filesDone}
            of={progress.files}
            text={`${numberText(progress.filesDone)} of ${numberText(progress.files)} files`}
          >
            <Button size="small" onClick={stop}>
              Cancel
            </Button>
          </ProgressLine>
        )}
        <Problem text={problem} />
        <Typography role="status" variant="body2" sx={{ color: 'text.secondary' }}>
          {progress ? '' : items.length === 0 ? 'No file inspected yet.' : summaryOf(items, pairs.size)}
        </Typography>
        {items.length > 0 && (
          <>
            <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
              <TextField
                label="Search"
                type="search"
                size="small"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
                sx={{ minWidth: 200 }}
              />
              <Box
                role="group"
                aria-label="Show only"
                sx={{ display: 'flex', gap: 0.75, flexWrap: 'wrap', flex: 1 }}
              >
                {[...counts].map(([each, count]) => (
                  <Button
                    key={each}
                    size="small"
                    variant={kind === each ? 'contained' : 'outlined'}
                    color={kind === each ? 'primary' : 'inherit'}
                    aria-pressed={kind === each}
                    onClick={() => setKind(kind === each ? undefined : each)}
                    sx={{ borderRadius: 4 }}
                  >
                    <span>{`${kindName[each]} ${numberText(count)}`}</span>
                  </Button>
                ))}
              </Box>
              <Button
                color="inherit"
                onClick={() => {
                  setKind(undefined);
                  setSearch('');
                  clear();
                }}
              >
                Clear
              </Button>
            </Box>
            {matching.length === 0 && <Typography>No item matches your search.</Typography>}
            <Box
              component="ul"
              ref={intoSight}
              aria-label="Found"
              sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5 }}
            >
              {matching.slice(0, shown).map((item) => (
                <FoundCard
                  key={item.id}
                  item={item}
                  pair={pairOf(item)}
                  onUnlock={unlock}
                  onReveal={reveal}
                  details={details}
                />
              ))}
            </Box>
            {matching.length > shown && (
              <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
                <Button variant="outlined" onClick={() => setShown(shown + PAGE)}>
                  <span>{`Show ${Math.min(PAGE, matching.length - shown)} more`}</span>
                </Button>
                <Typography variant="body2">{`${shown} of ${numberText(matching.length)} shown`}</Typography>
              </Box>
            )}
          </>
        )}
      </Box>
    </ToolPage>
  );
}

function countKinds(items: readonly Item[]): Map<Found['kind'], number> {
  const counts = new Map<Found['kind'], number>();
  for (const { found } of items) counts.set(found.kind, (counts.get(found.kind) ?? 0) + 1);
  return counts;
}

function summaryOf(items: readonly Item[], pairs: number): string {
  const files = new Set(items.map(({ file }) => file)).size;
  const found = items.length === 1 ? 'One thing' : `${numberText(items.length)} things`;
  const inFiles = files === 1 ? 'one file' : `${numberText(files)} files`;
  return `${found} in ${inFiles}${pairs > 0 ? `, ${counted(pairs, 'pair')} of key and certificate` : ''}.`;
}
