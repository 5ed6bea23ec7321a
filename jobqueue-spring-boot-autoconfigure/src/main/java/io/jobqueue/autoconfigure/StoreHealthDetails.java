package io.jobqueue.autoconfigure;

import java.util.Map;

/** Details of a store that the health indicator shows. */
@FunctionalInterface
public interface StoreHealthDetails {

	Map<String, Object> details();

}
