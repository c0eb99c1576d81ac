/**
A provider's name for messages, with the origin of its base URL: a query may hold a key.
*/
export const providerLabel = (name: string, baseUrl: string | undefined): string =>
	baseUrl === undefined ? name : `${name} (${new URL(baseUrl).origin})`;
