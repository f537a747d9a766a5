export type ProblemField = 'certificate' | 'privateKey' | 'privateKeyPassword';

export interface Entry {
  /** The HTTP status with which the tenant answers; by default 422. */
  status?: number;
  title: string;
  sentence: (about: { file: string; detail: string }) => string;
  /** The key tool that helps the user further. */
  keyTool?: 'inspect' | 'convert' | 'generate';
  /** The form field that the problem belongs to, where that does not depend on the file. */
  field?: ProblemField;
}
