import { answer, api } from '../api/client';
import { isMissing } from '../api/problem';

/** Whether this installation still waits for its first operator; its set-up routes are gone (404) afterwards. */
export async function isSetUpOpen(): Promise<boolean> {
  try {
    await answer(api.GET('/api/v1/setup'));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
