/** Resolves when `condition` holds, looking after each turn of the event loop; the test's time limit is the limit. */
export async function eventually<T>(condition: () => T): Promise<NonNullable<T>> {
  for (;;) {
    const value = condition();
    if (value) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
