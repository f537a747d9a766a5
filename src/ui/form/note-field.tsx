import { MAX_NOTE_LENGTH, noteProblem } from '../../domain/note.ts';
import { TextInput } from './text-input.tsx';

interface NoteFieldProps {
  label: 'Note' | 'Reason';
  value: string;
  onChange: (value: string) => void;
  help?: string;
  required?: boolean;
  autoFocus?: boolean;
  minRows?: number;
}

/** A note of several lines for the other person of a request. What is wrong with it is shown instead of the help. */
export function NoteField({ help, ...input }: NoteFieldProps) {
  const problem = noteProblem(input.value, input.label === 'Note' ? 'note' : 'reason');
  return (
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
}
