package io.jobqueue.autoconfigure;

import java.util.Map;

/** Details of a store that health shows. */
@FunctionalInterface
public interface StoreReport {

	Map<String, Object> details();

}
