import { MAX_NOTE_LENGTH } from '../../domain/note.ts';
import { TextInput } from './text-input.tsx';

interface NoteFieldProps {
  label: 'Note' | 'Reason';
  value: string;
  onChange: (value: string) => void;
  help?: string;
  /** What is wrong with the text; shown instead of the help. */
  problem?: string | undefined;
  required?: boolean;
  autoFocus?: boolean;
  minRows?: number;
}

/** A note of several lines for the other person of a request. */
export const NoteField = ({ help, problem, ...input }: NoteFieldProps) => (
  <TextInput
    fullWidth
    multiline
    minRows={2}
    id={input.label.toLowerCase()}
    error={problem !== undefined}
    help={problem ?? help}
    inputProps={{ maxLength: MAX_NOTE_LENGTH }}
    {...input}
  />
);
