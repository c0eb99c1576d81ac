/**
A browser lets any page on the web send requests to a server on loopback. Its own host name, made to point at 127.0.0.1 (DNS rebinding), shows in the Host header;
a plain cross-site request shows in Origin. Both get a 403; programs send no Origin and the host that they were given.
*/
export function refuseForeignPages(request: Request, {isLoopback}: {isLoopback: boolean}): Response | undefined {
	const host = request.headers.get('host') ?? '';
	if (isLoopback && !/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/iv.test(host)) {
		return refuse('Requests for another host are refused: address this server as 127.0.0.1 or localhost.');
	}

	const origin = request.headers.get('origin');
	return origin !== null && URL.parse(origin)?.host !== host
		? refuse('Requests from pages of another origin are refused.')
		: undefined;
}

const refuse = (detail: string): Response => Response.json({detail}, {status: 403});
