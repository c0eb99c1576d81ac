import path from 'node:path';

const secretNames = [
	/^\.env(?:\..*|rc)?$/iv,
	/^\.(?:npmrc|pypirc|netrc|pgpass|htpasswd|git-credentials)$/iv,
	/^id_(?:rsa|dsa|ecdsa|ed25519)/iv,
	/\.(?:pem|key|p12|pfx|jks|keystore|kdbx|gpg|ppk)$/iv,
	/^service[\-_]account.*\.json$/iv,
];
const secretDirectories = new Set(['.ssh', '.aws', '.gnupg']);
const foreignDirectories = new Set(['.git', 'node_modules', '__pycache__', '.venv', 'venv', '.tox', '.mypy_cache', '.pytest_cache', 'vendor', 'third_party']);
const codeExtensions = words('py pyi js mjs cjs jsx ts mts cts tsx go rs java kt rb php cs swift c cc cpp h hpp scala ex exs md rst');
const noiseExtensions = words(`
	png jpg jpeg gif webp avif ico bmp tif tiff pdf mp3 mp4 wav ogg flac mov avi mkv webm woff woff2 ttf otf eot
	zip gz tgz bz2 xz zst 7z rar jar war whl egg so dylib dll exe bin o a class pyc pyd wasm
	sqlite sqlite3 db parquet npy npz pkl pickle pt onnx safetensors doc docx xls xlsx ppt pptx
	lock lockb map snap
`);
const noiseNames = /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|go\.sum|.*\.min\.(?:js|css))$/iv;

/**
True for a file that may hold a secret, by its name: its content never goes into a prompt, whoever asks for it.
`credentials.py` is code about credentials; `credentials.json` holds them.
*/
export function isSecret(file: string): boolean {
	const name = path.posix.basename(file);
	const isHoldsCredentials = /^(?:credentials|secrets?)(?:\.|$)/iv.test(name) && !codeExtensions.has(extensionOf(name));
	return isHoldsCredentials
		|| secretNames.some(pattern => pattern.test(name))
		|| file.split('/').some(part => secretDirectories.has(part));
}

/**
True for a file whose content tells a model nothing: binary, generated, locked versions, other people's code.
*/
export function isNoise(file: string): boolean {
	const name = path.posix.basename(file);
	return noiseExtensions.has(extensionOf(name)) || noiseNames.test(name)
		|| file.split('/').some(part => foreignDirectories.has(part));
}

const extensionOf = (name: string): string => path.posix.extname(name).slice(1).toLowerCase();

function words(text: string): Set<string> {
	return new Set(text.trim().split(/\s+/v));
}
