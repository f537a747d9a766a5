import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { paths } from '../../paths.ts';
import type { KeyReport } from '../../client/queries/key-report.ts';
import { chainSentences } from '../../domain/audit-chain.ts';
import { backupState, backupText } from '../../domain/backup.ts';
import { placeName, type Place } from '../../domain/certificate.ts';
import {
  agreementText,
  causeText,
  coverageStateText,
  cryptoperiod,
  keyState,
  limitsOf,
  partTitles,
} from '../../domain/key-report.ts';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { Section } from '../../ui/page/section.tsx';
import { To } from '../../ui/page/to.tsx';
import type { Days } from './period.tsx';
import { ReportTable, type ReportColumn, type ReportTableProps } from './report-table.tsx';

type RowOf<Part extends 'inventory' | 'assignments' | 'retirements' | 'listeners'> =
  KeyReport[Part]['items'][number];
type Key = RowOf<'inventory'>;
type Assignment = RowOf<'assignments'>;
type Retirement = RowOf<'retirements'>;
type Listener = RowOf<'listeners'>;

interface CertificateProps {
  of: { subjectName: string; serialNumber: { hex: string } };
  path?: string | undefined;
}

/** Two certificates may have one name, so the serial number stands below it. */
const Certificate = ({ of: { subjectName, serialNumber }, path }: CertificateProps) => (
  <>
    {path === undefined ? subjectName : <To to={path}>{subjectName}</To>}
    <Box component="code" sx={{ display: 'block' }}>
      {serialNumber.hex}
    </Box>
  </>
);

const ofKey = (key: Key) => (
  <Certificate of={key} path={key.deleted ? paths.deletedCertificates() : paths.certificate(key.id)} />
);

const Line = ({ children }: { children: ReactNode }) => <Box sx={{ display: 'block' }}>{children}</Box>;

const inventoryColumns = (at: Date): ReportColumn<Key>[] => [
  { header: 'Key pair', width: '27%', cell: ofKey },
  { header: 'Key', width: '8%', cell: ({ keyBits }) => `RSA, ${keyBits} bits` },
  {
    header: 'Cryptoperiod',
    width: '17%',
    cell: (key) => (
      <>
        {dayText(key.notBefore)} – {dayText(key.notAfter)}
        <Line>{cryptoperiod(key)}</Line>
      </>
    ),
  },
  { header: 'State', width: '13%', cell: (key) => keyState(key, at) },
  {
    header: 'Uploaded',
    width: '13%',
    cell: ({ uploadedAt, uploadedBy }) => (
      <>
        {dayText(uploadedAt)}
        <Line>by {uploadedBy}</Line>
      </>
    ),
  },
  {
    header: 'Successor',
    cell: ({ replacedBy }) =>
      replacedBy && <Certificate of={replacedBy} path={paths.certificate(replacedBy.id)} />,
  },
];

const custodyColumns = (now: Date): ReportColumn<Key>[] => [
  { header: 'Key pair', width: '31%', cell: ofKey },
  {
    header: 'A copy was proven',
    width: '15%',
    cell: ({ backupCheck }) => backupText[backupState(backupCheck, now)],
  },
  {
    header: 'When',
    width: '21%',
    cell: ({ backupCheck }) => backupCheck && minuteText(backupCheck.checkedAt),
  },
  { header: 'By', width: '15%', cell: ({ backupCheck }) => backupCheck?.checkedBy },
  {
    header: 'Kept at',
    cell: ({ backupCheck }) => backupCheck && (backupCheck.location ?? 'Only administrators are told'),
  },
];

const PlaceLink = ({ place }: { place: Place }) => (
  <To to={place.kind === 'ivr-profile' ? paths.ivrProfile(place.id) : paths.screenRecordingCertificates()}>
    {placeName(place)}
  </To>
);

/** Who did it and when; the time leads to the entry of the audit log. */
const Act = ({ by, at, entry }: { by: string; at: string; entry: number | null }) => (
  <>
    {entry === null ? <span>{minuteText(at)}</span> : <To to={paths.auditEntry(entry)}>{minuteText(at)}</To>}
    <Line>by {by}</Line>
  </>
);

const assignmentColumns: ReportColumn<Assignment>[] = [
  { header: 'Assigned to', width: '22%', cell: ({ place }) => <PlaceLink place={place} /> },
  { header: 'Certificate', width: '32%', cell: (row) => <Certificate of={row} /> },
  {
    header: 'Assigned',
    width: '23%',
    cell: ({ assignedBy, assignedAt, entries }) => (
      <Act by={assignedBy} at={assignedAt} entry={entries.assigned} />
    ),
  },
  {
    header: 'Taken out',
    cell: ({ unassignedBy, unassignedAt, entries }) =>
      unassignedAt === null ? (
        'Assigned now'
      ) : (
        <Act by={unassignedBy ?? ''} at={unassignedAt} entry={entries.unassigned} />
      ),
  },
];

type Interval = KeyReport['coverage']['places'][number]['intervals'][number] & { place: Place };

const coverageColumns: ReportColumn<Interval>[] = [
  { header: 'Calls of', width: '22%', cell: ({ place }) => <PlaceLink place={place} /> },
  { header: 'State', width: '14%', cell: ({ state }) => coverageStateText[state] },
  { header: 'From', width: '18%', cell: ({ from }) => minuteText(from) },
  { header: 'Until', width: '18%', cell: ({ to }) => minuteText(to) },
  { header: 'Cause', cell: causeText },
];

const retirementColumns: ReportColumn<Retirement>[] = [
  {
    header: 'When',
    width: '18%',
    cell: ({ at, entry }) => <To to={paths.auditEntry(entry)}>{minuteText(at)}</To>,
  },
  { header: 'What', width: '44%', cell: ({ what }) => what },
  { header: 'By', width: '14%', cell: ({ by }) => by },
  {
    header: 'Agreed by',
    cell: (row) =>
      row.agreement ? (
        <>
          <To to={paths.request(row.agreement.requestId)}>{row.agreement.by}</To>
          <Line>{minuteText(row.agreement.at)}</Line>
        </>
      ) : (
        agreementText(row)
      ),
  },
];

const listenerColumns = (days: Days): ReportColumn<Listener>[] => [
  {
    header: 'User name',
    width: '30%',
    cell: ({ username }) => (
      <To to={paths.auditLogBy({ person: username, action: 'recording.played', ...days })}>{username}</To>
    ),
  },
  { header: 'Role', width: '20%', cell: ({ role }) => role },
  { header: 'Recordings played', width: '16%', cell: ({ playings }) => playings },
  { header: 'First', width: '17%', cell: ({ first }) => minuteText(first) },
  { header: 'Last', cell: ({ last }) => minuteText(last) },
];

interface PartProps<Row> extends Partial<ReportTableProps<Row>> {
  of: keyof typeof partTitles;
  columns: readonly ReportColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Stands above the table. */
  children?: ReactNode;
}

function Part<Row>({ of, children, nothing = 'There is none in this period.', ...table }: PartProps<Row>) {
  return (
    <Section title={partTitles[of]}>
      {children && <Typography gutterBottom>{children}</Typography>}
      <ReportTable {...table} label={partTitles[of]} nothing={nothing} />
    </Section>
  );
}

/** The parts of the report, in the order of their titles. */
export function Parts({ report, days }: { report: KeyReport; days: Days }) {
  const { coverage, listeners } = report;
  const intervals = coverage.places.flatMap(({ place, intervals: each }) =>
    each.map((interval): Interval => ({ ...interval, place })),
  );
  const pairs = { ...tableOf(report.inventory), keyOf: ({ id }: Key) => id };
  return (
    <Box sx={parts}>
      <Part of="inventory" {...pairs} columns={inventoryColumns(new Date(report.to))} />
      <Part
        of="assignments"
        {...tableOf(report.assignments)}
        columns={assignmentColumns}
        keyOf={(row) => [JSON.stringify(row.place), row.certificateId, row.assignedAt].join()}
      />
      <Part
        of="coverage"
        columns={coverageColumns}
        rows={intervals}
        keyOf={({ place, from }) => JSON.stringify([place, from])}
      >
        {coverage.from > report.from &&
          `More assignments ended in this period than one report counts. Coverage is told from ${minuteText(coverage.from)} on.`}
      </Part>
      <Part of="custody" {...pairs} columns={custodyColumns(new Date(report.madeAt))} />
      <Part
        of="retirements"
        {...tableOf(report.retirements)}
        columns={retirementColumns}
        keyOf={({ entry }) => String(entry)}
      />
      <Part
        of="listeners"
        columns={listenerColumns(days)}
        rows={listeners.items}
        keyOf={({ username, role }) => `${username} ${role}`}
        nothing="Nobody has played a recording in this period."
      >
        {listeners.isCut &&
          'There are more playings than one report counts: these are of the first 10,000. The Audit Log has all.'}
      </Part>
      <Section title={partTitles.chain}>
        <Chain chain={report.chain} />
      </Section>
      <Section title={partTitles.limits}>
        <Box component="ul" sx={{ m: 0, pl: 2.5, '& > li': { py: 0.25 } }}>
          {limitsOf(report, minuteText).map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </Box>
      </Section>
    </Box>
  );
}

const tableOf = <Row,>({
  items,
  total,
  more,
}: {
  items: Row[];
  total: number;
  more?: boolean | undefined;
}) => ({
  rows: items,
  total,
  more,
});

function Chain({ chain }: Pick<KeyReport, 'chain'>) {
  const broken = chain.breakCount > 0;
  const log = <To to={paths.auditLog()}>Audit Log</To>;
  return (
    <Alert severity={broken ? 'error' : 'success'}>
      {broken ? (
        <span>
          The chain of the audit log is broken, so entries may have been changed or removed. The {log} names
          them.
        </span>
      ) : (
        <span>
          {chainSentences({ ...chain, breaks: [] }, minuteText).join(' ')} See the {log}.
        </span>
      )}
      {chain.head && (
        <Box sx={{ mt: 0.5 }}>
          Hash of entry {chain.entries}: <code>{chain.head}</code>
        </Box>
      )}
    </Alert>
  );
}

/** On paper the parts follow each other without frames, and no title stands alone at the end of a page. */
const parts = {
  display: 'grid',
  gap: 2.5,
  gridTemplateColumns: 'minmax(0, 1fr)',
  '@media print': {
    display: 'block',
    '& section': { border: 0, p: 0, mb: 3 },
    '& h2': { breakAfter: 'avoid' },
    '& .MuiAlert-root': { p: 0, bgcolor: 'transparent', color: 'inherit' },
    '& .MuiAlert-icon': { display: 'none' },
  },
} as const;
