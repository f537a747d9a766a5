import CrossIcon from '@mui/icons-material/Cancel';
import CheckIcon from '@mui/icons-material/Check';
import WarningIcon from '@mui/icons-material/Warning';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

/** `copied` is what a button beside the value copies. */
export type Fact = readonly [name: string, value: ReactNode, copied?: string];

/** Names and values, as a definition list. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <Box
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(140px, max-content) 1fr' },
        columnGap: 3,
        rowGap: { xs: 0.25, sm: 1 },
        m: 0,
        '& dt': { color: 'text.secondary', fontSize: 'body2.fontSize' },
        '& dd': {
          m: 0,
          mb: { xs: 1, sm: 0 },
          fontSize: 'body2.fontSize',
          overflowWrap: 'anywhere',
          minWidth: 0,
        },
      }}
    >
      {facts.map(([name, value, copied]) => (
        <Box key={name} sx={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>
            {typeof value === 'string' ? <bdi>{value}</bdi> : value}
            {copied !== undefined && (
              <>
                {' '}
                <CopyButton label={`Copy ${name}`} value={copied} />
              </>
            )}
          </dd>
        </Box>
      ))}
    </Box>
  );
}

export type Mark = 'met' | 'unmet' | 'note';

const marks = {
  met: { Icon: CheckIcon, color: 'success.main', word: 'Fulfilled: ' },
  unmet: { Icon: CrossIcon, color: 'error.main', word: 'Not fulfilled: ' },
  note: { Icon: WarningIcon, color: 'warning.main', word: 'Note: ' },
} as const;

/** A list of requirements, each met or not; the result is never shown by colour only. */
export function Verdicts({
  label,
  verdicts,
}: {
  label: string;
  verdicts: readonly { mark: Mark; text: ReactNode }[];
}) {
  return (
    <Box component="ul" aria-label={label} sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 0.75 }}>
      {verdicts.map(({ mark, text }, index) => {
        const { Icon, color, word } = marks[mark];
        return (
          <Box
            component="li"
            key={index}
            sx={{ display: 'flex', gap: 1, fontSize: 'body2.fontSize', overflowWrap: 'anywhere' }}
          >
            <Icon fontSize="small" sx={{ color }} titleAccess={word} />
            <span>{text}</span>
          </Box>
        );
      })}
    </Box>
  );
}

/** Hexadecimal in pairs, as people read and compare fingerprints: "AB:CD:…". */
export const colonPairs = (hex: string) => hex.replaceAll(/(..)(?!$)/g, '$1:');
