import { auditOrder } from '../../src/app/audit-order.ts';
import type { App } from '../../src/app/ports.ts';
import { isRingbackError } from '../../src/core/errors.ts';

/** Fails when the routing journal shows that somebody was served before somebody ahead without a reason. */
export async function inOrder(app: App): Promise<void> {
  const report = await auditOrder(app).catch((error: unknown) => {
    // A test that ends with its store down has no journal to read.
    if (isRingbackError(error) && error.code === 'STORE_DOWN') return null;
    throw error;
  });
  const unexplained = report?.inversions.filter((one) => one.cause === 'unexplained') ?? [];
  if (unexplained.length > 0) throw new Error(`served out of turn: ${JSON.stringify(unexplained)}`);
}
