package io.jobqueue.autoconfigure;

import java.util.Map;

/**
 * What health says about a store beside whether it answers.
 */
@FunctionalInterface
public interface StoreReport {

	Map<String, Object> details();

}
