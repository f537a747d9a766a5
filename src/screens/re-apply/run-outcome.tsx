import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { sentenceOf } from '../../client/call.ts';
import { counted } from '../../domain/counted.ts';
import type { Plan } from '../../domain/re-apply.ts';
import type { Run } from './use-run.ts';
import { Working } from './working.tsx';

interface RunOutcomeProps {
  run: Run;
  plan: Plan;
  /** The number of steps that are left. */
  steps: number;
  /** The plan is still being made. */
  pending: boolean;
  onStart: () => void;
}

/** The button that carries out the plan, the progress, and the outcome. */
export function RunOutcome({ run, plan, steps, pending, onStart }: RunOutcomeProps) {
  const { running, outcomes, error } = run;
  if (running) {
    return (
      <Working
        label={run.stopping ? 'Stopping after this step' : running.step}
        done={running.done}
        of={running.of}
        action="Stop"
        disabled={run.stopping}
        onAction={run.stop}
      />
    );
  }
  const missing = plan.pairs.filter(({ state }) => state === 'missing key').length;
  const leftOut = plan.pairs.filter(({ state }) => state === 'left out').length;
  const failed = [...outcomes.values()].filter(({ kind }) => kind === 'failed').length;
  const done = outcomes.size - failed;
  return (
    <>
      {error ? (
        <Alert severity="error" role="alert">
          Stopped: {sentenceOf(error)}
        </Alert>
      ) : (
        <Box role="status" aria-label="Outcome" sx={{ '&:empty': { display: 'none' } }}>
          {outcomes.size > 0 && (
            <Alert severity={failed + steps + missing > 0 ? 'warning' : 'success'}>
              {`${outcomeText(done, failed, steps)}${steps === 0 ? missingText(missing) : ''}`}
            </Alert>
          )}
          {outcomes.size === 0 && steps === 0 && !pending && (
            <Alert severity={missing > 0 ? 'warning' : leftOut > 0 ? 'info' : 'success'}>
              {nothingText(plan, missing, leftOut)}
            </Alert>
          )}
        </Box>
      )}
      {steps > 0 && (
        <Box>
          <Button variant="contained" disabled={pending} onClick={onStart}>
            <span>{outcomes.size > 0 || error ? 'Go on' : 'Re-apply'}</span>
          </Button>
        </Box>
      )}
    </>
  );
}

/** Why there is no step to do: it waits for files, for a choice, or all is done. */
function nothingText({ pairs }: Plan, missing: number, leftOut: number): string {
  const others = pairs.some(({ state }) => state === 'there');
  const waits = `Waiting for the private ${missing === 1 ? 'key' : 'keys'} of ${counted(missing, 'certificate')}: drop the files that have ${missing === 1 ? 'it' : 'them'}.`;
  if (missing > 0) return others ? `${waits} Of the others, nothing is left to upload or to request.` : waits;
  if (leftOut > 0) return 'Select what is to be uploaded: nothing is selected.';
  return 'Nothing is left to upload or to request.';
}

function outcomeText(done: number, failed: number, left: number): string {
  const parts = [`${done === 1 ? '1 step' : `${done} steps`} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (left - failed > 0) parts.push(`${left - failed} left`);
  return `${parts.join(', ')}.`;
}

function missingText(missing: number): string {
  if (missing === 0) return '';
  return missing === 1
    ? ' One certificate could not be re-applied, because its private key is missing.'
    : ` ${missing} certificates could not be re-applied, because their private keys are missing.`;
}
