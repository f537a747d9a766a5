import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditChainQuery } from '../../client/queries/audit-log.ts';
import { sentenceOf } from '../../client/call.ts';
import { chainSentences } from '../../domain/audit-chain.ts';
import { Form } from '../../ui/form/form.tsx';
import { TextInput } from '../../ui/form/text-input.tsx';
import { minuteText } from '../../ui/page/dates.ts';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { Fold } from '../../ui/page/fold.tsx';

/** Whether an entry was changed or removed after it was written, as far as the hashes can tell. */
export function Chain() {
  const [earlierHead, setEarlierHead] = useState<string>();
  const { data, error, isFetching, refetch } = useQuery({
    ...auditChainQuery(earlierHead),
    placeholderData: keepPreviousData,
  });
  const again = (
    <Button
      color="inherit"
      size="small"
      sx={{ whiteSpace: 'nowrap' }}
      loading={isFetching}
      onClick={() => void refetch()}
    >
      <span>{error ? 'Try again' : 'Verify again'}</span>
    </Button>
  );
  if (error) {
    return (
      <Alert role="alert" severity="warning" sx={{ mb: 2 }} action={again}>
        The hash chain was not verified. {sentenceOf(error)}
      </Alert>
    );
  }
  if (!data) {
    return (
      <Alert severity="info" role="status" sx={{ mb: 2 }}>
        The tenant verifies the hash chain.
      </Alert>
    );
  }
  const broken = data.breakCount > 0;
  return (
    <Box component="section" aria-label="Hash chain" sx={{ mb: 2 }}>
      <Alert
        severity={broken ? 'error' : 'success'}
        role={broken ? 'alert' : 'status'}
        action={again}
        sx={{ overflowWrap: 'anywhere' }}
      >
        {chainSentences(data, minuteText).map((sentence) => (
          <div key={sentence}>{sentence}</div>
        ))}
        {broken && (
          <span>
            Leave the tenant’s data folder as it is, and compare it with your backups: “npm run
            verify-audit-log” says for each where its chain breaks.
          </span>
        )}
        {data.head && data.entries > 0 && !broken && (
          <Box sx={{ mt: 0.5 }}>
            Hash of entry {data.entries}: <code>{data.head}</code>{' '}
            <CopyButton label="Copy hash" value={data.head} />
          </Box>
        )}
      </Alert>
      <Box sx={{ mt: 1 }}>
        <Fold summary="Compare with a hash that you wrote down earlier">
          <EarlierHead
            outcome={data.earlierHead}
            broken={broken}
            busy={isFetching}
            onCompare={(hash) => (hash === earlierHead ? void refetch() : setEarlierHead(hash))}
          />
        </Fold>
      </Box>
    </Box>
  );
}

interface EarlierHeadProps {
  outcome: { hash: string; entry: number | null } | null;
  /** If the chain is broken, the hash cannot be searched for in the entries after the break. */
  broken: boolean;
  busy: boolean;
  onCompare: (hash: string) => void;
}

function EarlierHead({ outcome, broken, busy, onCompare }: EarlierHeadProps) {
  const [typed, setTyped] = useState('');
  const [unclear, setUnclear] = useState(false);
  const hash = typed.replaceAll(/[\s:]/g, '').toLowerCase();
  const compare = () => {
    const clear = /^[0-9a-f]{64}$/.test(hash);
    setUnclear(!clear);
    if (clear) onCompare(hash);
  };
  return (
    <Form onSubmit={compare} noValidate sx={{ display: 'grid', gap: 1.5, maxWidth: 720 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Anyone who can write to the tenant’s database could make the whole chain anew, and it would still
        hold. So write down the hash of the last entry from time to time, where those who run the tenant
        cannot change it. If an entry has that hash later, nothing up to this entry has changed since.
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}>
        <TextInput
          size="small"
          error={unclear}
          sx={{ flex: '1 1 280px' }}
          label="Hash"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={setTyped}
          help={unclear && `A hash has 64 hexadecimal digits. Yours has ${hash.length} characters.`}
        />
        <Button type="submit" variant="outlined" loading={busy}>
          Compare
        </Button>
      </Box>
      {outcome && outcome.hash === hash && (
        <Alert severity={outcome.entry === null ? 'error' : 'success'} role="status">
          {outcome.entry === null
            ? broken
              ? 'No entry before the break has this hash. Behind it, no hash can be relied on.'
              : 'No entry has this hash. Either it is of another tenant’s log, or this log was made anew or cut off since you wrote it down.'
            : `This is the hash of entry ${outcome.entry}. Nothing up to this entry has changed since you wrote it down.`}
        </Alert>
      )}
    </Form>
  );
}
