export const id = 590;
export const ids = [590];
export const modules = {

/***/ 33590:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runOwnCommand: () => (/* binding */ runOwnCommand)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(31421);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _abort_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(61565);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(80396);





/**
 * Runs the command line that lies beside the running bundle. Told to end, it is told so too, and waited for: it cleans up.
 * @throws BackupError `internal` when it cannot be started
 */
async function runOwnCommand(args, { cwd, env, signal }) {
    (0,_abort_js__WEBPACK_IMPORTED_MODULE_3__/* .checkAborted */ .w)(signal);
    const script = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(process.argv[1] ?? '.')), '../cli/index.js');
    // What the caller's stack is named by would be looked for in the other folder, too.
    const others = Object.entries(env).filter(([name]) => !name.startsWith('COMPOSE_'));
    const options = {
        cwd,
        env: { ...Object.fromEntries(others), NO_COLOR: '1' },
        maxBuffer: 64 * 1024 * 1024
    };
    const result = await new Promise((resolve, reject) => {
        const child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFile)(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
            forget();
            if (error && typeof error.code !== 'number' && !error.signal)
                return reject(new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .BackupError */ .hj('internal', `${script} cannot be run: ${error.message}`, { cause: error }));
            const code = typeof error?.code === 'number' ? error.code : error ? 128 : 0;
            resolve({ code, stdout, stderr });
        });
        // Nobody is there to be asked.
        child.stdin?.end();
        const forget = (0,_abort_js__WEBPACK_IMPORTED_MODULE_3__/* .onAbort */ .u)(signal, async () => child.kill('SIGTERM'));
    });
    (0,_abort_js__WEBPACK_IMPORTED_MODULE_3__/* .checkAborted */ .w)(signal);
    return result;
}


/***/ })

};
