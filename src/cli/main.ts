import { messageOf, isRingbackError } from '../core/errors.ts';
import { Refusal } from './client.ts';
import { program } from './program.ts';

try {
  await program().parseAsync();
} catch (error) {
  if (isRingbackError(error)) console.error(`${error.code}: ${error.message}\n${error.remedy}`);
  else console.error(error instanceof Refusal ? error.message : messageOf(error));
  process.exitCode = 1;
}
