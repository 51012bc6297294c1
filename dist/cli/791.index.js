export const id = 791;
export const ids = [791];
export const modules = {

/***/ 791:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatText: () => (/* binding */ formatText),
/* harmony export */   k: () => (/* binding */ formatTable)
/* harmony export */ });
/* unused harmony export verdict */
/* harmony import */ var _units_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1285);

/** The result for a terminal: a table, the checks with their counts, what is wrong, what to do next. */
function formatText(report) {
    return [
        ...volumeTable(report),
        ...checkList(report),
        ...problem(report),
        ...report.guidance,
        verdict(report)
    ].join('\n');
}
function formatTable(rows) {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows.map((row) => row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd());
}
function verdict(report) {
    const what = report.dryRun ? `${report.operation} (dry run)` : report.operation;
    const id = report.backupId === undefined ? '' : ` ${report.backupId}`;
    return `${what}${id}: ${report.result} in ${(0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(report.durationMs)}`;
}
function volumeTable({ volumes }) {
    if (volumes.length === 0)
        return [];
    const rows = volumes.map((volume) => [
        (0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(volume.key),
        volume.priority ?? '-',
        volume.outcome,
        volume.entries === undefined ? '-' : String(volume.entries),
        volume.contentBytes === undefined ? '-' : (0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .formatBytes */ .z3)(volume.contentBytes),
        volume.archiveBytes === undefined ? '-' : (0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .formatBytes */ .z3)(volume.archiveBytes),
        volume.consistency ?? '-'
    ]);
    return formatTable([['VOLUME', 'PRIORITY', 'OUTCOME', 'ENTRIES', 'CONTENT', 'ARCHIVE', 'COPIED'], ...rows]);
}
function checkList({ checks }) {
    if (checks.length === 0)
        return [];
    const count = (outcome) => checks.filter((check) => check.outcome === outcome).length;
    return [
        ...checks.map((check, at) => `${String(at + 1).padStart(3)} ${check.outcome.padEnd(7)} ${check.name}: ${(0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(check.subject)}: ${(0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(check.detail)}`),
        `${checks.length} checks: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
    ];
}
function problem({ error }) {
    if (!error)
        return [];
    const [first = '', ...more] = error.message.split('\n');
    return [
        `error (${error.code}): ${(0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(first)}`,
        ...more.map(_units_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN),
        ...(error.hint === undefined ? [] : [`hint: ${(0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(error.hint)}`])
    ];
}


/***/ })

};
