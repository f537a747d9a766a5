/** Logs one line for each request. Never a body, a query or a header: they may contain keys, passwords and cookies. */
export function withLog(
  answer: (request: Request) => Response | Promise<Response>,
  log: (line: string) => void,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const start = performance.now();
    const response = await answer(request);
    const { pathname } = new URL(request.url);
    log(`${request.method} ${pathname} ${response.status} ${(performance.now() - start).toFixed(1)} ms`);
    return response;
  };
}
