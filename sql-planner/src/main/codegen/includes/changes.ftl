<#-- INSERT, UPDATE, DELETE and MERGE with what Calcite's grammar does not have: ON CONFLICT, RETURNING, FINAL TABLE. -->

/** WITH … and a changing statement. */
SqlNode WithChange() :
{
    final SqlNodeList items;
    final SqlNode change;
}
{
    items = WithList()
    change = Change()
    { return WithBeforeChange.of(items, change); }
}

/** How many rows an UPDATE or DELETE changes at most. */
SqlNode ChangedRows() :
{
    final SqlNode count;
}
{
    <LIMIT> count = UnsignedNumericLiteralOrParam()
    { return count; }
|
    <FETCH> ( <FIRST> | <NEXT> )
    ( count = UnsignedNumericLiteralOrParam() | E() { count = SqlLiteral.createExactNumeric("1", getPos()); } )
    ( <ROW> | <ROWS> ) <ONLY>
    { return count; }
}

/** A changing statement, with or without RETURNING. */
SqlNode Change() :
{
    final SqlNode change;
    final Span s;
    final List<SqlNode> items = new ArrayList<SqlNode>();
}
{
    change = PlainChange()
    [
        <RETURNING> { s = span(); }
        AddSelectItem(items)
        ( <COMMA> AddSelectItem(items) )*
        { return ReturningNode.of(s.end(this), change, new SqlNodeList(items, s.pos())); }
    ]
    { return change; }
}

SqlNode PlainChange() :
{
    final SqlNode change;
}
{
    (
        change = Insert()
    |
        change = Update()
    |
        change = Delete()
    |
        change = Merge()
    )
    { return change; }
}

/** SELECT items FROM FINAL | NEW | OLD TABLE (change) [alias] [WHERE condition]. */
SqlNode ChangeTableQuery() :
{
    final Span s;
    final ReturningNode.Version version;
    final SqlNode change;
    final List<SqlNode> items = new ArrayList<SqlNode>();
    SqlIdentifier alias = null;
    SqlNode where = null;
}
{
    <SELECT> { s = span(); }
    AddSelectItem(items)
    ( <COMMA> AddSelectItem(items) )*
    <FROM>
    (
        <FINAL> { version = ReturningNode.Version.FINAL; }
    |
        <NEW> { version = ReturningNode.Version.NEW; }
    |
        <OLD> { version = ReturningNode.Version.OLD; }
    )
    <TABLE> <LPAREN> change = PlainChange() <RPAREN>
    [ [ <AS> ] alias = SimpleIdentifier() ]
    [ where = Where() ]
    { return new ReturningNode(s.end(this), change, version, new ReturningNode.Rows(new SqlNodeList(items, s.pos()), alias, where)); }
}

/** INSERT INTO table [(columns)] [OVERRIDING …] query [ON CONFLICT …], or DEFAULT VALUES. */
SqlNode Insert() :
{
    final Span s;
    final SqlIdentifier table;
    SqlNodeList columns = null;
    final SqlNode source;
    final SqlInsert insert;
    OverridingInsert.Kind overriding = null;
}
{
    <INSERT> { s = span(); }
    <INTO> table = CompoundIdentifier()
    [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
    (
        <DEFAULT_> <VALUES> { return new InsertDefaultsNode(s.end(this), table, columns); }
    |
        [
            LOOKAHEAD(2)
            <OVERRIDING>
            ( <SYSTEM> { overriding = OverridingInsert.Kind.SYSTEM; } | <USER> { overriding = OverridingInsert.Kind.USER; } )
            <VALUE>
        ]
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    )
    {
        insert = overriding == null
            ? new SqlInsert(s.end(source), new SqlNodeList(s.pos()), table, source, columns)
            : new OverridingInsert(s.end(source), overriding, table, source, columns);
    }
    [
        LOOKAHEAD(2) <ON> <CONFLICT> { return OnConflict(insert); }
    |
        LOOKAHEAD(2) <ON> <IDENTIFIER> { RefusedForm.ON_DUPLICATE_KEY.refuse(getPos()); }
    ]
    { return insert; }
}

/** What follows ON CONFLICT. */
SqlNode OnConflict(SqlInsert insert) :
{
    SqlNodeList key = null;
    final SqlNodeList columns = new SqlNodeList(SqlParserPos.ZERO);
    final SqlNodeList values = new SqlNodeList(SqlParserPos.ZERO);
    SqlNode where = null;
}
{
    [ key = ParenthesizedSimpleIdentifierList() | <ON> <CONSTRAINT> { RefusedForm.ON_CONSTRAINT.refuse(getPos()); } ]
    <DO>
    (
        <NOTHING> { return new UpsertNode(insert, key, null); }
    |
        <UPDATE> <SET> Assignment(columns, values)
        ( <COMMA> Assignment(columns, values) )*
        [ where = Where() ]
        { return new UpsertNode(insert, key, ChangeBranch.update(getPos(), where, columns, values)); }
    )
}

/** UPDATE table [alias] SET column = expression or DEFAULT, … [WHERE condition] [LIMIT number]. */
SqlNode Update() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNode where = null;
    SqlNode fetch = null;
    final SqlNodeList columns;
    final SqlNodeList sources;
    final SqlUpdate update;
}
{
    <UPDATE> {
        s = span();
        columns = new SqlNodeList(s.pos());
        sources = new SqlNodeList(s.pos());
    }
    table = CompoundIdentifier()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    <SET> Assignment(columns, sources)
    ( <COMMA> Assignment(columns, sources) )*
    [ <FROM> { RefusedForm.UPDATE_FROM.refuse(getPos()); } ]
    [ where = Where() ]
    {
        update = new SqlUpdate(s.addAll(columns).addAll(sources).addIf(where).pos(), table, columns, sources, where, null, alias);
    }
    [ fetch = ChangedRows() ]
    { return fetch == null ? update : new LimitedChangeNode(s.end(this), update, fetch); }
}

/** DELETE FROM table [alias] [WHERE condition] [LIMIT number]. */
SqlNode Delete() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNode where = null;
    SqlNode fetch = null;
    final SqlDelete delete;
}
{
    <DELETE> { s = span(); } <FROM> table = CompoundIdentifier()
    [ LOOKAHEAD([ <AS> ] SimpleIdentifier(), { getToken(1).kind != RETURNING }) [ <AS> ] alias = SimpleIdentifier() ]
    [ <USING> { RefusedForm.DELETE_USING.refuse(getPos()); } ]
    [ where = Where() ]
    { delete = new SqlDelete(s.add(table).addIf(alias).addIf(where).pos(), table, where, null, alias); }
    [ fetch = ChangedRows() ]
    { return fetch == null ? delete : new LimitedChangeNode(s.end(this), delete, fetch); }
}

void Assignment(SqlNodeList columns, SqlNodeList sources) :
{
    final SqlIdentifier column;
    final SqlNode source;
    final SqlNodeList row;
}
{
    row = ParenthesizedSimpleIdentifierList() <EQ> source = Expression(ExprContext.ACCEPT_SUB_QUERY)
    { RowAssignment.add(row, source, columns, sources); }
|
    column = CompoundIdentifier() { columns.add(column); }
    <EQ>
    (
        source = Default() { sources.add(source); }
    |
        AddExpression(sources, ExprContext.ACCEPT_SUB_QUERY)
    )
}

/** MERGE INTO table … USING source ON condition WHEN …, or MERGE INTO table [(columns)] [KEY (columns)] query. */
SqlNode Merge() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final SqlNode source;
    final SqlNode condition;
    SqlNodeList columns = null;
    SqlNodeList key = null;
    final List<ChangeBranch> branches = new ArrayList<ChangeBranch>();
}
{
    <MERGE> { s = span(); } <INTO> table = CompoundIdentifier()
    (
        LOOKAHEAD( [ <AS> ] [ SimpleIdentifier() ] <USING> )
        [ [ <AS> ] alias = SimpleIdentifier() ]
        <USING> source = TableRef()
        <ON> condition = Expression(ExprContext.ACCEPT_SUB_QUERY)
        ( MergeBranch(branches) )+
        { return new MergeNode(s.end(this), new MergeNode.Parts(table, alias, source, condition, branches)); }
    |
        [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
        [ LOOKAHEAD(2) <KEY> key = ParenthesizedSimpleIdentifierList() ]
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        { return new MergeKeyNode(new SqlInsert(s.end(source), new SqlNodeList(s.pos()), table, source, columns), key); }
    )
}

void MergeBranch(List<ChangeBranch> branches) :
{
    SqlNode condition = null;
    SqlNodeList columns = null;
    final SqlNodeList updated = new SqlNodeList(SqlParserPos.ZERO);
    final SqlNodeList values = new SqlNodeList(SqlParserPos.ZERO);
}
{
    <WHEN>
    (
        <MATCHED> [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ] <THEN>
        (
            <UPDATE> <SET> Assignment(updated, values)
            ( <COMMA> Assignment(updated, values) )*
            { branches.add(ChangeBranch.update(getPos(), condition, updated, values)); }
        |
            <DELETE> { branches.add(ChangeBranch.delete(getPos(), condition)); }
        )
    |
        <NOT> <MATCHED> [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ] <THEN>
        <INSERT>
        [ columns = ParenthesizedSimpleIdentifierList() ]
        <VALUES> <LPAREN> InsertedValue(values) ( <COMMA> InsertedValue(values) )* <RPAREN>
        { branches.add(ChangeBranch.insert(getPos(), condition, columns, values)); }
    )
}

void InsertedValue(SqlNodeList values) :
{
    final SqlNode value;
}
{
    value = Default() { values.add(value); }
|
    AddExpression(values, ExprContext.ACCEPT_SUB_QUERY)
}
