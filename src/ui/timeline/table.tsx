import { styled } from '@mui/material/styles';
import { dayText } from '../page/dates.ts';
import { stateWords } from './marks.ts';
import type { TimelineProps, TimelineRow } from './timeline.ts';
import { To } from '../page/to.tsx';

/** A plain table: the library's table brings code that only long lists need. */
const Table = styled('table')(({ theme: { vars, typography } }) => ({
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: typography.body2.fontSize,
  '& th, & td': {
    padding: '6px 12px 6px 0',
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: 'inherit',
    borderTop: `1px solid ${vars?.palette.divider}`,
  },
  '& th': { fontWeight: typography.fontWeightMedium },
  '& thead th': { borderTop: 0 },
  '& th[scope=rowgroup]': { paddingTop: 20, borderTop: 0 },
  '& td[data-state="in the clear"]': {
    color: vars?.palette.error.main,
    fontWeight: typography.fontWeightMedium,
  },
  '@media (min-width: 900px)': { '& td + td': { whiteSpace: 'nowrap' } },
}));

/** The contents of the picture as a table: each interval in which nothing changes, with its certificates. */
export function CoverageTable({
  timeline,
  links,
  withoutLinks = false,
}: TimelineProps & { withoutLinks?: boolean }) {
  return (
    <Table aria-label="Coverage over time">
      <thead>
        <tr>
          <th scope="col">Recordings</th>
          <th scope="col">From</th>
          <th scope="col">Until</th>
        </tr>
      </thead>
      {timeline.rows.map((row) => (
        <tbody key={row.key}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              <Named to={withoutLinks ? undefined : links.row(row.key)} name={row.name} />
            </th>
          </tr>
          {row.spans.length === 0 &&
            row.bars.map((bar) => (
              <tr key={bar.key}>
                <td>{row.about}</td>
                <td>{dayText(bar.notBefore)}</td>
                <td>{dayText(bar.notAfter)}</td>
              </tr>
            ))}
          {row.spans.map((span) => (
            <tr key={span.from}>
              <td data-state={span.state}>
                <span>{stateWords[span.state]}</span>
                {span.state === 'encrypted' && (
                  <span>
                    {' for '}
                    <span>
                      {barsIn(row, span).map((bar, index) => (
                        <span key={bar.key}>
                          {index > 0 && <span>, </span>}
                          <Named
                            to={
                              withoutLinks || !bar.inKeystore
                                ? undefined
                                : links.certificate(bar.certificateId)
                            }
                            name={bar.name}
                          />
                        </span>
                      ))}
                    </span>
                  </span>
                )}
              </td>
              <td>{span.from <= timeline.from ? `Before ${day(timeline.from)}` : day(span.from)}</td>
              <td>{until(span)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </Table>
  );
}

const Named = ({ to, name }: { to: string | undefined; name: string }) =>
  to === undefined ? name : <To to={to}>{name}</To>;

/** A certificate that was assigned again has a second bar, but is named once. */
const barsIn = ({ bars }: TimelineRow, { from, to }: { from: number; to: number }) => [
  ...new Map(
    bars.filter((bar) => bar.from < to && bar.to > from).map((bar) => [bar.certificateId, bar]),
  ).values(),
];

const day = (time: number) => dayText(new Date(time).toISOString());

/** `to` is exclusive, so the last encrypted second is the one before it. */
const until = ({ state, to }: TimelineRow['spans'][number]) =>
  to === Infinity ? (state === 'encrypted' ? 'No expiry' : '–') : day(state === 'encrypted' ? to - 1000 : to);
