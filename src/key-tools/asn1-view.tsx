import Box from '@mui/material/Box';
import { useMemo, useState } from 'react';
import { asn1Tree, type Asn1Node } from '../pki/asn1/asn1-tree.ts';
import type { Bytes } from '../pki/asn1/asn1.ts';

/**
 * The raw structure of a file as a tree that can be folded: each element with its offset, header length and contents
 * length.
 */
export function Asn1View({ der }: { der: Bytes }) {
  const nodes = useMemo(() => asn1Tree(der), [der]);
  return (
    <Box
      sx={{
        fontFamily: 'monospace',
        fontSize: 'caption.fontSize',
        overflowX: 'auto',
        '& details': { pl: 2 },
        // The minimum height of a target in WCAG 2.2 (2.5.8).
        '& summary': { cursor: 'pointer', ml: -2, whiteSpace: 'nowrap', lineHeight: '24px' },
        '& p': { m: 0, whiteSpace: 'nowrap' },
      }}
      tabIndex={0}
      role="group"
      aria-label="ASN.1 structure"
    >
      <p>offset: header + length, type, value</p>
      {nodes.map((node) => (
        <Element key={node.offset} node={node} depth={0} />
      ))}
    </Box>
  );
}

/** Elements deeper than this are rendered only when they are unfolded, because a large file has thousands. */
const OPEN_DEPTH = 2;

function Element({ node, depth }: { node: Asn1Node; depth: number }) {
  const [open, setOpen] = useState(depth < OPEN_DEPTH);
  const { offset, headerLength, length, type, value, children, encapsulates } = node;
  const line = `${offset}: ${headerLength} + ${length}, ${type}${encapsulates ? ', holding' : ''}${value ? `: ${value}` : ''}`;
  if (!children || children.length === 0) return <p>{line}</p>;
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{`${line} (${children.length})`}</summary>
      {open && children.map((child) => <Element key={child.offset} node={child} depth={depth + 1} />)}
    </details>
  );
}
