import Typography from '@mui/material/Typography';
import { paths } from '../../paths.ts';
import type { DeletionRequest } from '../../client/queries/requests.ts';
import { BackupFirst } from '../../ui/page/backup-first.tsx';
import { minuteText } from '../../ui/page/dates.ts';
import { Facts } from '../../ui/page/facts.tsx';
import { nameOf } from '../../ui/page/name-of.ts';
import { OpenedRecordings } from '../../ui/page/opened-recordings.tsx';
import { Section } from '../../ui/page/section.tsx';
import { To } from '../../ui/page/to.tsx';
import { Note } from './note.tsx';

/** What the second person reads first. */
export const AskForBackup = ({ request: { backupCheck, requestedBy } }: { request: DeletionRequest }) => (
  <BackupFirst
    check={backupCheck}
    whose="the customer’s own"
    prove={`Ask ${requestedBy} to prove it`}
    checkBackup={paths.keyTool('check-backup')}
  />
);

/** What would be lost with a pair. */
export function Deletion({ request, mayAnswer }: { request: DeletionRequest; mayAnswer: boolean }) {
  const { certificate } = request;
  return (
    <>
      {(request.state === 'waiting' || request.state === 'agreed') && <AskForBackup request={request} />}
      <Section title="What would be lost">
        <Typography gutterBottom>
          {request.requestedBy} asks to delete the certificate and its private key.
        </Typography>
        <OpenedRecordings recordings={request.recordings} list={paths.recordingsOf(certificate.id)} />
        <Note text={request.note} />
        {mayAnswer && (
          <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1.5 }}>
            Agreeing deletes nothing: {request.requestedBy} can then delete the pair, as long as no more
            recordings depend on it than now. It can be restored for 30 days; then only the customer’s own
            copy of the key opens these recordings.
          </Typography>
        )}
      </Section>
      <Section title="Certificate">
        <Facts
          facts={[
            [
              'Subject Name',
              request.state === 'deleted' ? (
                nameOf(certificate)
              ) : (
                <To key="certificate" to={paths.certificate(certificate.id)} underline="hover">
                  {nameOf(certificate)}
                </To>
              ),
            ],
            ['Serial Number', certificate.serialNumber.hex],
            ['Serial Number, decimal', certificate.serialNumber.decimal],
            ['Requested', `${minuteText(request.requestedAt)} by ${request.requestedBy}`],
          ]}
        />
      </Section>
    </>
  );
}
