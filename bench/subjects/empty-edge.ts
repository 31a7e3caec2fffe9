/** The floor of what loading a function costs. */
export async function handler() {
  return { status: '404', headers: {}, body: '' };
}
