String.prototype.shouted = function () {
  return this.toUpperCase() + '!';
};
