import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { Controller, useWatch, type Control, type UseFormReturn } from 'react-hook-form';
import { useTenantTimeKnown } from '../../client/clock.ts';
import { numberText } from '../../domain/counted.ts';
import {
  dnFieldNames,
  dnFieldProblem,
  dnFields,
  KEY_SIZES,
  MAX_VALIDITY_DAYS,
  SIGNATURE_HASHES,
  validityAdvice,
  validUntil,
  type DnField,
} from '../../domain/key-pair.ts';
import { dayText, minuteText } from '../../ui/page/dates.ts';
import { Section } from '../../ui/page/section.tsx';
import { Stacked, TwoColumns } from '../../ui/page/two-columns.tsx';
import { RadioChoice } from '../radio-choice.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';

export type FormValues = Record<DnField, string> & {
  kind: 'certificate' | 'request';
  days: string;
  bits: (typeof KEY_SIZES)[number];
  hash: (typeof SIGNATURE_HASHES)[number];
};

export function daysOf(typed: string): number | undefined {
  const days = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  return days >= 1 && days <= MAX_VALIDITY_DAYS ? days : undefined;
}

const daysProblem = (typed: string) =>
  daysOf(typed) === undefined
    ? `A whole number of days from 1 to ${numberText(MAX_VALIDITY_DAYS)}.`
    : undefined;

export const blankForm: FormValues = {
  kind: 'certificate',
  CN: '',
  C: '',
  ST: '',
  L: '',
  O: '',
  OU: '',
  days: '3650',
  bits: 3072,
  hash: 'SHA-256',
};

interface GenerateFormProps {
  /** What is typed; it stays with whoever shows this form. */
  form: UseFormReturn<FormValues>;
  onBits: (bits: FormValues['bits']) => void;
  onSubmit: (values: FormValues) => void;
}

/** The form for a new pair: the documented DN fields, the validity, and the size of the key. */
export function GenerateForm({ form, onBits, onSubmit }: GenerateFormProps) {
  const { control, register, handleSubmit, formState } = form;
  const { errors } = formState;
  const kind = useWatch({ control, name: 'kind' });
  return (
    <Box component="form" noValidate onSubmit={(event) => void handleSubmit(onSubmit)(event)}>
      <TwoColumns>
        <Stacked>
          <Section title="What is made">
            <Controller
              control={control}
              name="kind"
              render={({ field: { ref, ...field } }) => (
                <RadioGroup {...field} ref={ref} aria-label="What is made">
                  <RadioChoice
                    value="certificate"
                    label="Self-signed certificate"
                    text="Ready to be uploaded: what the documentation describes."
                  />
                  <RadioChoice
                    value="request"
                    label="Certificate request for your own CA"
                    text="Where your company’s certificate authority (CA) signs certificates. The upload follows when the signed certificate is there."
                  />
                </RadioGroup>
              )}
            />
          </Section>
          <Section title="Who it is for">
            <Box sx={columns}>
              {dnFieldNames.map((field) => {
                const { label, description, example, required } = dnFields[field];
                const { ref, ...input } = register(field, {
                  validate: (typed) => dnFieldProblem(field, typed),
                });
                const problem = errors[field]?.message;
                return (
                  <TextField
                    key={field}
                    {...input}
                    inputRef={ref}
                    label={label}
                    required={required}
                    size="small"
                    fullWidth
                    error={problem !== undefined}
                    helperText={
                      <>
                        {problem && (
                          <Box
                            component="span"
                            role="alert"
                            sx={{ display: 'block', fontWeight: 'fontWeightMedium' }}
                          >
                            {problem}
                          </Box>
                        )}
                        <span>{`${description} ${required ? '' : 'Optional. '}Example: ${example}`}</span>
                      </>
                    }
                    slotProps={{
                      htmlInput: {
                        autoComplete: 'off',
                        ...(field === 'C' && { maxLength: 2, style: { textTransform: 'uppercase' } }),
                      },
                    }}
                  />
                );
              })}
            </Box>
          </Section>
        </Stacked>
        <Stacked>
          <Section title={kind === 'certificate' ? 'How long and how strong' : 'How strong'}>
            <Box sx={columns}>
              {kind === 'certificate' && <Validity control={control} problem={errors.days?.message} />}
              <Controller
                control={control}
                name="bits"
                render={({ field: { ref, onChange, ...field } }) => (
                  <TextField
                    {...field}
                    inputRef={ref}
                    select
                    label="Key size"
                    size="small"
                    helperText="2048 bits is the documented minimum. Align encryption strength requirements with your IT Security."
                    onChange={(event) => {
                      onChange(event);
                      onBits(Number(event.target.value) as FormValues['bits']);
                    }}
                  >
                    {KEY_SIZES.map((bits) => (
                      <MenuItem key={bits} value={bits}>
                        {bits} bits
                      </MenuItem>
                    ))}
                  </TextField>
                )}
              />
              <Controller
                control={control}
                name="hash"
                render={({ field: { ref, ...field } }) => (
                  <TextField
                    {...field}
                    inputRef={ref}
                    select
                    label="Signature hash"
                    size="small"
                    helperText="For its own signature. SHA-256 is what OpenSSL takes, too."
                  >
                    {SIGNATURE_HASHES.map((hash) => (
                      <MenuItem key={hash} value={hash}>
                        {hash}
                      </MenuItem>
                    ))}
                  </TextField>
                )}
              />
            </Box>
          </Section>
          <Box>
            <Button type="submit" variant="contained" size="large">
              Generate
            </Button>
          </Box>
        </Stacked>
      </TwoColumns>
    </Box>
  );
}

const columns = {
  display: 'grid',
  gap: 2.5,
  gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' },
  mt: 2,
  alignItems: 'start',
};

/** The number of days, and the two dates that follow from it. */
function Validity({ control, problem }: { control: Control<FormValues>; problem: string | undefined }) {
  const typed = useWatch({ control, name: 'days' });
  const now = useNow();
  const byTenant = useTenantTimeKnown();
  const days = daysOf(typed);
  const advice = days === undefined ? undefined : validityAdvice(days);
  return (
    <Box sx={{ gridColumn: '1 / -1' }}>
      <Controller
        control={control}
        name="days"
        rules={{ validate: daysProblem }}
        render={({ field: { ref, ...field } }) => (
          <TextField
            {...field}
            inputRef={ref}
            label="Validity in days"
            required
            size="small"
            error={problem !== undefined}
            fullWidth
            helperText={problem ?? 'Determines when the next certificate should be generated for renewal.'}
            slotProps={{
              htmlInput: { inputMode: 'numeric', autoComplete: 'off', 'aria-describedby': 'validity-words' },
            }}
          />
        )}
      />
      <Typography id="validity-words" variant="body2" role="status" sx={{ mt: 0.5 }}>
        {days !== undefined && (
          <span>
            {`Valid from now${byTenant ? ' by the tenant’s clock' : ''}, ${minuteText(now.toISOString())}, until `}
            <strong>{dayText(validUntil(now, days).toISOString())}</strong>
            {`: ${spanText(days)}.`}
          </span>
        )}
      </Typography>
      {advice && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          {advice}
        </Alert>
      )}
    </Box>
  );
}

/** "about 10 years", "about 3 months", "12 days". */
function spanText(days: number): string {
  const years = days / 365.25;
  if (years >= 1.9) return `about ${Math.round(years)} years`;
  if (days >= 60) return `about ${Math.round(days / 30.44)} months`;
  return days === 1 ? 'one day' : `${days} days`;
}
