import { mutationOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/** Fetched when a person asks for it and not cached, because it says where the copies of the private keys are kept. */
export const recordMutation = () =>
  mutationOptions({ mutationFn: () => call('GET /api/record', {}), gcTime: 0 });
