/**
 * A Redis server that the sample starts for itself.
 */
@NullMarked
package photos.redis;

import org.jspecify.annotations.NullMarked;
