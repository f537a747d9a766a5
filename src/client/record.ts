import { mutationOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** Asked for when it is wanted, and kept nowhere: it says where the copies of the private keys are. */
export const recordMutation = () =>
  mutationOptions({ mutationFn: () => call('GET /api/record', {}), gcTime: 0 });
