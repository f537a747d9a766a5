import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { Link as RouterLink } from 'react-router';
import { dayText } from '../dates.ts';
import type { TimelineProps, TimelineRow } from './timeline.ts';

const states = {
  encrypted: 'Encrypted',
  'in the clear': 'Not encrypted',
  open: 'No certificate yet',
  unknown: 'Not known',
} as const;

/** The same as the picture, in words: each time in which nothing changes, with the certificates of it. */
export function CoverageTable({
  timeline,
  links,
  withoutLinks = false,
}: TimelineProps & { withoutLinks?: boolean }) {
  return (
    <Table size="small" aria-label="Coverage over time" sx={{ '& td, & th': { px: { xs: 0.75, md: 2 } } }}>
      <TableHead>
        <TableRow>
          <TableCell>Recordings</TableCell>
          <TableCell>From</TableCell>
          <TableCell>Until</TableCell>
        </TableRow>
      </TableHead>
      {timeline.rows.map((row) => (
        <TableBody key={row.key}>
          <TableRow>
            <TableCell component="th" scope="rowgroup" colSpan={3} sx={{ fontWeight: 600, pt: 2 }}>
              <Named to={withoutLinks ? undefined : links.row(row.key)} name={row.name} />
            </TableCell>
          </TableRow>
          {row.spans.map((span) => (
            <TableRow key={span.from}>
              <TableCell sx={{ color: span.state === 'in the clear' ? 'error.main' : undefined }}>
                {states[span.state]}
                {span.state === 'encrypted' && (
                  <>
                    {' for '}
                    {barsIn(row, span).map((bar, index) => (
                      <span key={bar.key}>
                        {index > 0 && ', '}
                        <Named
                          to={
                            withoutLinks || !bar.inKeystore ? undefined : links.certificate(bar.certificateId)
                          }
                          name={bar.name}
                        />
                      </span>
                    ))}
                  </>
                )}
              </TableCell>
              <TableCell sx={dates}>
                {span.from <= timeline.from ? `Before ${day(timeline.from)}` : day(span.from)}
              </TableCell>
              <TableCell sx={dates}>{until(span)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      ))}
    </Table>
  );
}

const dates = { whiteSpace: { md: 'nowrap' }, verticalAlign: 'top' } as const;

const Named = ({ to, name }: { to: string | undefined; name: string }) =>
  to === undefined ? (
    name
  ) : (
    <Link component={RouterLink} to={to} underline="always">
      {name}
    </Link>
  );

/** A certificate that came back has a second bar, and still one name. */
const barsIn = ({ bars }: TimelineRow, { from, to }: { from: number; to: number }) => [
  ...new Map(
    bars.filter((bar) => bar.from < to && bar.to > from).map((bar) => [bar.certificateId, bar]),
  ).values(),
];

const day = (time: number) => dayText(new Date(time).toISOString());

/** The end is exclusive: what is encrypted is so on the day before it. */
const until = ({ state, to }: TimelineRow['spans'][number]) =>
  to === Infinity ? (state === 'encrypted' ? 'No expiry' : '–') : day(state === 'encrypted' ? to - 1000 : to);
