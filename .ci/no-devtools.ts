/**
Stands in for react-devtools-core, which Ink loads only under DEV=true.
*/
const devtools = {initialize: () => undefined, connectToDevTools: () => undefined};

export default devtools;
