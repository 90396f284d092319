import { threadsOfRealm } from '../backends/threadsOfRealm';

/**
 * Ends the threads that a test file has computed on. Those that train would go by themselves a second later, and hold on to all of the file
 * until then; that of a GPU would stay.
 */
export async function endThreadsOf(testGlobals: object): Promise<void> {
  await Promise.all([...threadsOfRealm(testGlobals)].map((thread) => thread.sendHome()));
}
