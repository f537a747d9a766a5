import DownloadIcon from '@mui/icons-material/Download';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { paths } from '../../paths.ts';
import { useAct } from '../../client/act.ts';
import { sentenceOf } from '../../client/call.ts';
import { clockNow } from '../../client/clock.ts';
import { certificatePemQuery, type Certificate } from '../../client/queries/certificates.ts';
import { MAX_REQUESTS_AT_ONCE } from '../../domain/request.ts';
import { hasNoExpiry, isAssignable } from '../../domain/certificate.ts';
import { numberText } from '../../domain/counted.ts';
import { fileNameOf } from '../../domain/file-name.ts';
import { may, type Session } from '../../domain/session.ts';
import { downloadFile } from '../../ui/form/download.ts';
import type { Selected } from '../../ui/list/row-selection.tsx';
import { loadCode } from '../../ui/hooks/load-code.ts';
import { useShortcut } from '../../ui/hooks/shortcut.ts';
import { useNow } from '../../ui/hooks/use-now.ts';
import { AddToCalendar } from './add-to-calendar.tsx';
import { ButtonLink } from '../../ui/page/button-link.tsx';

interface SelectionBarProps {
  selected: Selected<Certificate>;
  /** How many of them the list leaves out; undefined where that is not known. */
  hidden: number | undefined;
  session: Session;
  onClear: () => void;
}

/**
 * How many certificates are selected, and what can be done with them. The bar sticks to the lower edge of the window:
 * above the list it would move the rows while somebody selects them. The status element is in the document from the
 * start, because screen readers announce only changes of an element that they know.
 */
export function SelectionBar({ selected, hidden, session, onClear }: SelectionBarProps) {
  const isOpen = selected.size > 0;
  return (
    <Box sx={isOpen ? openBar : undefined}>
      <Box role="status" sx={{ fontWeight: 'fontWeightMedium' }}>
        {isOpen && selectedText(selected.size, hidden)}
      </Box>
      {isOpen && <Acts chosen={[...selected.values()]} session={session} onClear={onClear} />}
    </Box>
  );
}

const openBar = {
  position: 'sticky',
  bottom: 8,
  zIndex: 3,
  mt: 1,
  px: 2,
  py: 1,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 1,
  border: '1px solid',
  borderColor: 'primary.main',
  borderRadius: 1,
  bgcolor: 'background.paper',
  boxShadow: 3,
} as const;

interface ActsProps extends Pick<SelectionBarProps, 'session' | 'onClear'> {
  chosen: readonly Certificate[];
}

function Acts({ chosen, session, onClear }: ActsProps) {
  const now = useNow();
  useShortcut('Escape', onClear);
  const mayAsk = may(session, 'make requests');
  const assignable = chosen.filter((each) => isAssignable(each, now));
  const expiring = assignable.filter((each) => !hasNoExpiry(each));
  const tooMany = chosen.length > MAX_REQUESTS_AT_ONCE;
  // The dialog opens over the list, which keeps its search and sorting. It says of expired certificates why they are left
  // out.
  const asking = new URLSearchParams(useLocation().search);
  asking.set('certificates', chosen.map(({ id }) => id).join(','));
  return (
    <>
      {mayAsk && assignable.length > 0 && (
        <ButtonLink
          size="small"
          variant="contained"
          disabled={tooMany}
          to={{ pathname: paths.requestAssignments(), search: `${asking}` }}
          preventScrollReset
        >
          Request assignment
        </ButtonLink>
      )}
      {mayAsk && tooMany && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Assignment can be requested for {MAX_REQUESTS_AT_ONCE} at once.
        </Typography>
      )}
      <DownloadZip certificates={chosen} tenant={session.tenant.name} />
      {expiring.length > 0 && <AddToCalendar certificates={expiring} fileName="recording-certificates" />}
      <Button size="small" sx={{ ml: 'auto' }} onClick={onClear}>
        Clear selection
      </Button>
    </>
  );
}

/** "3 selected, 1 of them hidden by search or filter" */
function selectedText(count: number, hidden: number | undefined): string {
  const selected = `${numberText(count)} selected`;
  if (hidden === 0) return selected;
  const some = hidden === undefined ? 'some of them may be' : `${numberText(hidden)} of them`;
  return `${selected}, ${some} hidden by search or filter`;
}

const zipCode = () => import('./certificates-zip.ts');

function DownloadZip({ certificates, tenant }: { certificates: readonly Certificate[]; tenant: string }) {
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const download = useAct(
    {
      mutationFn: async () => {
        const { certificatesZip } = await loadCode(zipCode);
        const zip = await certificatesZip(
          certificates,
          (id) => client.fetchQuery(certificatePemQuery(id)),
          setDone,
        );
        const day = clockNow().toISOString().slice(0, 10);
        downloadFile(`${fileNameOf(`certificates-${tenant}-${day}`)}.zip`, zip, 'application/zip');
      },
    },
    { repeatable: true },
  );
  return (
    <>
      <Button
        size="small"
        startIcon={<DownloadIcon />}
        loading={download.isPending}
        loadingPosition="start"
        onClick={() => download.mutate()}
      >
        <span>
          {download.isPending && certificates.length > 50
            ? `Downloading ${numberText(done)} of ${numberText(certificates.length)}`
            : 'Download certificates (zip)'}
        </span>
      </Button>
      {download.error && (
        <Alert role="alert" severity="error" sx={{ flexBasis: '100%' }}>
          Nothing was downloaded. {sentenceOf(download.error)}
        </Alert>
      )}
    </>
  );
}
