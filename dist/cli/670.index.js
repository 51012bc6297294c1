export const id = 670;
export const ids = [670];
export const modules = {

/***/ 3670:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatJson: () => (/* binding */ formatJson)
/* harmony export */ });
/** For machines and for the archive: two-space JSON with a final newline. */
function formatJson(report) {
    return `${JSON.stringify(report, null, 2)}\n`;
}


/***/ })

};
