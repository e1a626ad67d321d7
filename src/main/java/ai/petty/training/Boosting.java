package ai.petty.training;

import ai.petty.inference.motion.Trees;
import java.util.Map;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * How trees are grown: shallow, each from a part of the rows and of the columns, and shrunk. One thread and a fixed seed, so that the
 * same rows make the same bytes.
 */
record Boosting(int rounds, Map<String, Object> parameters) {
    static Boosting of(int classes) {
        var parameters = new TreeMap<String, Object>(Map.of(
                "tree_method", "hist",
                "nthread", 1,
                "seed", 4,
                "eta", 0.08,
                "max_depth", 4,
                "min_child_weight", 12,
                "lambda", 8,
                "subsample", 0.4,
                "colsample_bynode", 0.35,
                "max_bin", 128));
        parameters.put("objective", classes == 2 ? "binary:logistic" : "multi:softprob");
        if (classes > 2) {
            parameters.put("num_class", classes);
        }
        return new Boosting(90, parameters);
    }

    /** A plain random forest: deep trees on bootstrap samples, no shrinking; see {@link PlainForest} for how they vote. */
    static Boosting plainForest(int classes, int columns) {
        return new Boosting(
                        1,
                        new TreeMap<>(Map.of(
                                "tree_method",
                                "hist",
                                "nthread",
                                1,
                                "seed",
                                4,
                                "eta",
                                1,
                                "max_depth",
                                20,
                                "min_child_weight",
                                0.3,
                                "lambda",
                                1e-3,
                                "subsample",
                                0.632,
                                "colsample_bynode",
                                Math.sqrt(columns) / columns,
                                "num_parallel_tree",
                                100)))
                .with("base_score", PlainForest.START)
                .with("objective", classes == 2 ? "binary:logistic" : "multi:softprob")
                .with(classes > 2 ? "num_class" : "max_bin", classes > 2 ? classes : 256);
    }

    Boosting with(String name, Object value) {
        var more = new TreeMap<>(parameters);
        more.put(name, value);
        return new Boosting(rounds, more);
    }

    Trees grow(float[] values, int columns, float[] targets, float[] weights) {
        var rows = Trees.matrix(values, targets.length, columns);
        try {
            rows.setLabel(targets);
            rows.setWeight(weights);
            return Trees.of(XGBoost.train(rows, parameters, rounds, Map.<String, DMatrix>of(), null, null));
        } catch (XGBoostError e) {
            throw new IllegalStateException("trees that do not grow", e);
        } finally {
            rows.dispose();
        }
    }
}
