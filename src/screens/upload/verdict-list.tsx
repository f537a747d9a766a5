import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { paths } from '../../paths.ts';
import type { Slot } from './chosen-files.ts';
import type { Verdict, WayOut } from './verdicts.ts';

interface VerdictListProps {
  verdicts: readonly Verdict[];
  onSwap: () => void;
  onMove: (to: Slot) => void;
  onConvert: (pkcs8: Uint8Array) => void;
}

/** The verdicts on the files, each with a button or link to solve the problem. */
export const VerdictList = ({ verdicts, ...acts }: VerdictListProps) =>
  verdicts.map(({ severity, text, wayOut }) => (
    <Alert role="alert" key={text} severity={severity} sx={{ py: 0.25, alignItems: 'center' }}>
      {text} {wayOut && <Way wayOut={wayOut} {...acts} />}
    </Alert>
  ));

const tools = { inspect: 'Open Inspect', convert: 'Open Convert', generate: 'Open Generate' } as const;
const slots = { certificate: 'Certificate File', privateKey: 'Key File' } as const;

function Way({ wayOut, onSwap, onMove, onConvert }: { wayOut: WayOut } & Omit<VerdictListProps, 'verdicts'>) {
  switch (wayOut.kind) {
    case 'swap':
      return <Act label="Swap" onClick={onSwap} />;
    case 'move':
      return <Act label={`Move to ${slots[wayOut.to]}`} onClick={() => onMove(wayOut.to)} />;
    case 'convert':
      return <Act label="Convert to PKCS#8" onClick={() => onConvert(wayOut.pkcs8)} />;
    case 'tool':
      return <Elsewhere href={paths.keyTool(wayOut.tool)}>{tools[wayOut.tool]}</Elsewhere>;
    case 'certificate':
      return <Elsewhere href={paths.certificate(wayOut.id)}>{wayOut.name}</Elsewhere>;
  }
}

const Act = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button
    variant="outlined"
    color="inherit"
    size="small"
    sx={{ display: 'block', mt: 0.75 }}
    onClick={onClick}
  >
    {label}
  </Button>
);

/** Opens in a new tab, so that the chosen files stay here. */
const Elsewhere = ({ href, children }: { href: string; children: string }) => (
  <Link
    href={href}
    target="_blank"
    color="inherit"
    underline="always"
    sx={{ fontWeight: 'fontWeightMedium' }}
  >
    {children}
  </Link>
);
