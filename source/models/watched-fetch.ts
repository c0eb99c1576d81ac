/**
The `fetch` under an SDK: reports every piece of a response, pings and comments included, which the SDKs swallow;
and lets only the headers pass that the API needs. The SDKs add headers from `OPENAI_CUSTOM_HEADERS` and `ANTHROPIC_CUSTOM_HEADERS`
unasked, which could send another service's secret to whatever base URL is set.
*/
export function watchedFetch(allowedHeaders: ReadonlySet<string>, onBytes: () => void): typeof fetch {
	return async (input, init) => {
		const headers = [...new Headers(init?.headers)].filter(([name]) => allowedHeaders.has(name));
		const response = await fetch(input, {...init, headers});
		onBytes();
		if (!response.body) {
			return response;
		}

		const body = response.body.pipeThrough(new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
			transform(chunk, controller) {
				onBytes();
				controller.enqueue(chunk);
			},
		}));
		const {status, statusText, headers: responseHeaders} = response;
		return new Response(body, {status, statusText, headers: responseHeaders});
	};
}
