var fromLibrary = 'library';
function twice(value) {
  return value * 2;
}
